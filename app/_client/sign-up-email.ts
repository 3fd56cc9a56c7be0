const key = 'andromede:sign-up-email'

/** Stores the address of a sign-up in this browser until sign-in, to avoid typing it again after confirmation. */
export function keepSignUpEmail(email: string) {
  withStorage((storage) => storage.setItem(key, email))
}

export function readSignUpEmail(): string {
  return withStorage((storage) => storage.getItem(key)) ?? ''
}

export function forgetSignUpEmail() {
  withStorage((storage) => storage.removeItem(key))
}

/** Storage may be blocked; then the address is typed. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}
