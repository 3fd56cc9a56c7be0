const key = 'andromede:sign-up-email'

/** Keeps the address of a sign-up in this browser until it signs in: nobody types it again after confirming. */
export function keepSignUpEmail(email: string) {
  withStorage((storage) => storage.setItem(key, email))
}

export function readSignUpEmail(): string {
  return withStorage((storage) => storage.getItem(key)) ?? ''
}

export function forgetSignUpEmail() {
  withStorage((storage) => storage.removeItem(key))
}

/** A browser may forbid storage; then the address is typed. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}
