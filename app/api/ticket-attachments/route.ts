import { defineUploadRoute } from '~/app/_server/define-upload-route'
import { uploadTicketFile } from '~/lib/support'
import { uploadFileInput } from '~/lib/support/schema'

export const POST = defineUploadRoute(
  { surface: 'portal', scope: 'organisation', schema: uploadFileInput },
  uploadTicketFile,
)
