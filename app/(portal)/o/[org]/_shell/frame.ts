import 'server-only'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { readFrame } from '~/lib/inbox'

/** The data of an organisation's layout, read once per request for layout and page. */
export const frameOf = cache(async (organisationId: string) => readFrame(await memberContext(organisationId)))
