/**
 * The result of every server action. A refusal has a code (a key of `errors.json`), the path of its field
 * (`address.postcode`), parameters for its text, and that text in the person's language if the server refused.
 */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; field?: string; params?: Record<string, string>; text?: string }
