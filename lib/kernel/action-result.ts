/**
 * What every server action answers. A refusal carries a code (a key of `errors.json`), the path of the
 * field it is about (`address.postcode`) and parameters for its text.
 */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; field?: string; params?: Record<string, string> }
