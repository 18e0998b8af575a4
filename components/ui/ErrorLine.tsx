import { Notice } from './Notice'

interface Props {
  error: { message: string; hint: string }
  tone?: 'warn' | 'bad'
}

/** An error where it happened, above or below what goes on. */
export const ErrorLine = ({ error, tone = 'bad' }: Props) => (
  <Notice size="line" title={error.message} tone={tone}>
    {error.hint}
  </Notice>
)
