import { Copy } from './Copy'

/** Lines to be typed or written somewhere, with a button that copies them all. */
export const CodeBlock = ({ code, what }: { code: string; what: string }) => (
  <div className="relative rounded-md border border-line bg-sunken">
    <pre className="mono overflow-x-auto whitespace-pre px-3 py-2 pr-16 text-ink">{code}</pre>
    <span className="absolute top-1.5 right-1.5">
      <Copy className="rounded border border-line bg-raised px-1.5 text-ink-2" text={code} what={what}>
        copy
      </Copy>
    </span>
  </div>
)
