import type { Command } from 'commander'

const DEFAULT_CONFIG = 'vxscope.yaml'

/** Before the command or after it, as people type it. */
export const configOf = (command: Command): string => {
  let named: unknown
  for (let at: Command | null = command; at !== null && named === undefined; at = at.parent) named = at.opts().config
  return typeof named === 'string' ? named : DEFAULT_CONFIG
}

export const CONFIG = ['-c, --config <file>', `the inventory (default: ${DEFAULT_CONFIG})`] as const
/** Stands beneath what is wrong with words that were typed. */
export const HELP_HINT = '(--help tells what there is)'
export const JSON_OPTION = ['--json', 'JSON, as the REST API answers'] as const
