/** Keys whose value nobody should read in a message, and `password:hunter2`, a key because the blank is missing. */
const SECRET = /pass(?!wordenv|wordfile)|pwd|secret|token|credential/i

/** Does a key look like one that holds a secret itself, as `password` does and `passwordEnv` does not? */
export const holdsSecret = (key: string): boolean => SECRET.test(key)

/** May a value be repeated in a message? What stands where a password is named may be the password itself; a webhook’s URL may be one. */
export const isShowable = (path: readonly PropertyKey[], value: string): boolean =>
  !path.some(step => /pass|pwd|secret|^url$/i.test(String(step))) && !SECRET.test(value)
