import Link from 'next/link'

const NotFound = () => (
  <main className="grid h-full place-items-center p-6">
    <div className="max-w-sm">
      <h1 className="font-semibold text-title">There is no such page</h1>
      <p className="mt-2 text-ink-2">
        The address may be mistyped, or what it named is gone. Nodes, VTEPs and MACs are all found from the overlay.
      </p>
      <Link className="mt-4 inline-block text-accent underline underline-offset-4" href="/">
        Go to the overlay
      </Link>
    </div>
  </main>
)

export default NotFound
