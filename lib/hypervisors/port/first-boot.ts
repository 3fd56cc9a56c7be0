/** What cloud-init reports of its run at the last boot of a server. */
export type FirstBoot =
  /** The image does not run cloud-init. */
  | { state: 'absent' }
  /** Nothing can be read now: the server is off, or its guest does not answer. */
  | { state: 'unknown' }
  | { state: 'running' }
  | { state: 'done'; milliseconds: number }
  /** It went on after the error; `module` is null for an error outside any. `error` is one line. */
  | { state: 'failed'; milliseconds: number | null; module: string | null; error: string }
