import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readDeclarationFile } from '~/lib/billing'
import { declarationParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: declarationParams },
  async (ctx, { declarationId }) => {
    const file = await readDeclarationFile(ctx, { declarationId: declarationId })
    return new FileAnswer(file.name, 'application/xml', new Uint8Array(file.content))
  },
)
