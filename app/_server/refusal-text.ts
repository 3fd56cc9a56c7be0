import 'server-only'
import { getTranslations } from 'next-intl/server'
import { textOfRefusal } from '~/components/ui/fields/refusal-text'
import type { DomainError } from '~/lib/kernel/errors'

/** The text of a refusal in the language of the request: pages do not carry the texts of all reasons. */
export const refusalText = async ({ code, params }: DomainError): Promise<string> =>
  textOfRefusal(await getTranslations('errors'), { code, params })
