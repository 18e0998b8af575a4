/** One step of building a lab: arguments of `ip` or `bridge`, or a sysctl, in one namespace. */
export type Command =
  | { namespace: string; tool: 'ip' | 'bridge'; argv: string[] }
  | { namespace: string; tool: 'sysctl'; key: string; value: string }

/** Where a machine of an instance lives. The instance's name holds no "-", so that one prefix names one instance. */
export const namespaceOf = (instance: string, machine: string): string => `${instance}-${machine}`

/** Makes commands for one namespace. */
export const inNamespace = (namespace: string) => ({
  ip: (...argv: string[]): Command => ({ namespace, tool: 'ip', argv }),
  bridge: (...argv: string[]): Command => ({ namespace, tool: 'bridge', argv }),
  sysctl: (key: string, value: string): Command => ({ namespace, tool: 'sysctl', key, value }),
})
export type Tools = ReturnType<typeof inNamespace>
