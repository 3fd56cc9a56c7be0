export type KeyChoice = { id: string; name: string; algorithm: string }
