import { type SQL, sql } from 'drizzle-orm'
import { containing } from '~/lib/kernel/text/escape'

const accented = 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ'
const plain = 'aaaaaaceeeeiiiinooooouuuuyy'

/** A text in lower case and without accents, as `foldText` writes it. */
export const foldedText = (text: SQL): SQL => sql`translate(lower(${text}), ${accented}, ${plain})`

/** Whether a folded text has each of these folded words in it. */
export const hasWords = (folded: SQL, words: readonly string[]): SQL =>
  words.length === 0
    ? sql`true`
    : sql.join(
        words.map((word) => sql`${folded} like ${containing(word)}`),
        sql` and `,
      )
