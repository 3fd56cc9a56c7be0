import { type SQL, sql } from 'drizzle-orm'
import { containing } from '~/lib/kernel/text/escape'

const accented = 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ'
const plain = 'aaaaaaceeeeiiiinooooouuuuyy'

/** Whether a text has all these words, in lower case and without accents (see `foldText`). */
export function containsWords(text: SQL, words: readonly string[]): SQL {
  const folded = sql`translate(lower(${text}), ${accented}, ${plain})`
  return words.length === 0
    ? sql`true`
    : sql.join(
        words.map((word) => sql`${folded} like ${containing(word)}`),
        sql` and `,
      )
}
