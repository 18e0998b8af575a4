const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/
const IPV6 = /^[0-9a-f:]*:[0-9a-f:.]*$/i

/** True for the spelling of an IPv4 address, as `inet_ntop` prints it. */
const isIPv4 = (word: string): boolean => word.length <= 15 && IPV4.test(word)

/** True for what `inet_ntop` prints for an IPv6 address, with a scope (`%eth0`) or without. */
export const isIPv6 = (word: string): boolean => word.length <= 64 && IPV6.test(word.split('%', 1)[0] ?? '')

/** True for an address of either family. */
export const isIP = (word: string): boolean => isIPv4(word) || isIPv6(word)
