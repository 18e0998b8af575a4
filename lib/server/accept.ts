interface Range {
  type: string
  weight: number
}

const rangeOf = (text: string): Range => {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim().toLowerCase())
  const weight = parameters.find(parameter => parameter.startsWith('q='))?.slice(2)
  return { type, weight: weight === undefined ? 1 : Number(weight) }
}

/** How much a media type is wanted, 0 for not at all: by the nearest of the ranges that hold it. */
const weightOf = (ranges: readonly Range[], type: string): number => {
  const nearest = [type, type.replace(/\/.*$/, '/*'), '*/*'].flatMap(
    name => ranges.find(range => range.type === name) ?? [],
  )
  return nearest[0]?.weight ?? 0
}

/** Whether an `Accept` header would rather have one media type than another (RFC 9110 §12.5.1). Without a header it would not. */
export const prefers = (accept: string | null, type: string, other: string): boolean => {
  const ranges = (accept ?? '').split(',').map(rangeOf)
  return weightOf(ranges, type) > weightOf(ranges, other)
}
