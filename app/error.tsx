'use client'

const PageError = ({ reset }: { error: Error; reset: () => void }) => (
  <main className="grid h-full place-items-center p-6">
    <div className="max-w-sm">
      <h1 className="font-semibold text-title">This page stopped drawing</h1>
      <p className="mt-2 text-ink-2">
        Something on it was not as expected: a fault of vxscope, not of your nodes. Reading them goes on.
      </p>
      <button
        className="mt-4 rounded-md border border-line-strong bg-raised px-3 py-1.5 hover:bg-surface"
        onClick={reset}
        type="button"
      >
        Draw it again
      </button>
    </div>
  </main>
)

export default PageError
