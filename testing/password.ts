/** Of every account and member of staff that tests create. */
export const testPassword = 'quatre tasses de verveine'

/** Its hash, made once: each hash takes 19 MiB and a core for a while. */
export const testPasswordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$nrTLfhcTOI2mBq4D2SbBxA$bjjucdcNXxkEUIpSJ2KqfGHXUugRYB+0D9dOrrzGehA'
