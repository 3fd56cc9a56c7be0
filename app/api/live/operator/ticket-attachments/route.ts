import { defineUploadRoute } from '~/app/_server/define-upload-route'
import { uploadStaffFile } from '~/lib/support'
import { uploadFileInput } from '~/lib/support/schema'

export const POST = defineUploadRoute(
  { surface: 'operator', scope: 'staff', schema: uploadFileInput },
  uploadStaffFile,
)
