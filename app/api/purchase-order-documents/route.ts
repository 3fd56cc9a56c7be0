import { defineUploadRoute } from '~/app/_server/define-upload-route'
import { attachDocument } from '~/lib/ordering'
import { attachDocumentInput } from '~/lib/ordering/schema'

export const POST = defineUploadRoute(
  { surface: 'portal', scope: 'organisation', schema: attachDocumentInput },
  attachDocument,
)
