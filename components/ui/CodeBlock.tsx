import { Copy } from './Copy'

/** Lines to be typed or written somewhere, with a button that copies them all. */
export const CodeBlock = ({ code, what }: { code: string; what: string }) => (
  <div className="flex items-start justify-between gap-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
    <pre className="mono min-w-0 whitespace-pre-wrap py-0.5 text-ink [overflow-wrap:anywhere]">{code}</pre>
    <span className="shrink-0">
      <Copy className="rounded border border-line bg-raised px-1.5 text-ink-2" text={code} what={what}>
        copy
      </Copy>
    </span>
  </div>
)
