import type { ActionResult } from '~/lib/kernel/action-result'

/**
 * Uploads a file unchanged to one of our routes. Responds like an action. Uses XMLHttpRequest because `fetch`
 * reports no upload progress.
 */
export function sendFile<T>(
  address: string,
  file: File,
  onProgress: (percent: number) => void = () => undefined,
): Promise<ActionResult<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / total) * 100))
    request.onload = () => {
      if (request.status === 200) return resolve({ ok: true, data: request.response as T })
      // Requests rejected before the application have no error code.
      const refusal = request.response as {
        code: string
        field?: string
        params?: Record<string, string>
        text?: string
      } | null
      resolve({
        ok: false,
        ...(refusal ?? { code: request.status === 413 ? 'payload_too_large' : 'unexpected' }),
      })
    }
    request.onerror = () => reject(new TypeError('the file could not be sent'))
    request.send(file)
  })
}
