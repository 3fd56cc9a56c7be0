export type Rights = { operate: boolean; remove: boolean; order: boolean }
