/** Options that take the next word as their value, by every spelling iproute2's `matches()` takes for them. */
const VALUED = {
  ip: ['-f*', '-b*', '-l*', '-rc*', '-n*'],
  bridge: ['-f*', '-b*', '-n*'],
}

/** As printed: iproute2's `ip.c` and `bridge.c` name their help differently (measured on 3.12 and 4.4). */
const HELP = { ip: 'ip -help', bridge: 'bridge help' }

/**
 * A shell script that stands before `ip` or `bridge` on a node of the time before JSON: `-j`, in any spelling and place among
 * the options, is refused as bridge before 4.7 and ip before 4.14 refuse it; all else goes to the real program.
 * @param real where the real program is, as the node sees it
 */
export const oldProgramScript = (program: 'ip' | 'bridge', real: string): string => `#!/bin/sh
value=
for word do
  if [ -n "$value" ]; then value=; continue; fi
  case $word in
  --) break ;;
  --*) word=\${word#-} ;;
  -*) ;;
  *) break ;;
  esac
  case $word in
  -j | -js | -jso | -json)
    printf 'Option "%s" is unknown, try "${HELP[program]}".\\n' "$word" >&2
    exit 255
    ;;
  -force | -forc | -for | -fo | -br*) ;;
  ${VALUED[program].join(' | ')}) value=next ;;
  esac
done
exec ${real} "$@"
`
