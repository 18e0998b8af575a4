import type { ChangeRefusal } from '@/lib/model/change'

/** What stands against a change, node by node. */
export const Problems = ({ refusal, className }: { refusal: ChangeRefusal; className?: string }) => (
  <ul className={className}>
    {refusal.fields.map(({ node, field, message }) => (
      <li key={`${node} ${field} ${message}`}>
        {node}: {message}
      </li>
    ))}
  </ul>
)
