/** Expands `$((…))` and `$NAME` in a line. Pure. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text
    .replace(/\$\(\(([^()]*(?:\([^()]*\)[^()]*)*)\)\)/g, (whole, sum: string) => {
      const value = evaluate(sum)
      return value === null ? whole : String(value)
    })
    .replace(/\$(\?|[A-Z_]+)/g, (_whole, name: string) => variables[name] ?? '')
}

/** Evaluates whole numbers with + - * / % and parentheses; null when the text is no expression. Pure. */
export function evaluate(text: string): number | null {
  const tokens = text.match(/\d+|[-+*/%()]|\S/g) ?? []
  let at = 0
  const fail = Symbol('no sum')
  const factor = (): number => {
    const token = tokens[at++] ?? ''
    if (token === '-') return -factor()
    if (token === '(') {
      const value = sum()
      if (tokens[at++] !== ')') throw fail
      return value
    }
    if (!/^\d{1,15}$/.test(token)) throw fail
    return Number(token)
  }
  const product = (): number => {
    let value = factor()
    for (let sign = tokens[at]; sign === '*' || sign === '/' || sign === '%'; sign = tokens[at]) {
      at += 1
      const by = factor()
      if (sign !== '*' && by === 0) throw fail
      value = sign === '*' ? value * by : sign === '/' ? Math.trunc(value / by) : value % by
    }
    return value
  }
  function sum(): number {
    let value = product()
    for (let sign = tokens[at]; sign === '+' || sign === '-'; sign = tokens[at]) {
      at += 1
      value += sign === '+' ? product() : -product()
    }
    return value
  }
  try {
    const value = sum()
    return at === tokens.length ? value : null
  } catch (error) {
    if (error === fail) return null
    throw error
  }
}
