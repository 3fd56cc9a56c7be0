/** Lower case without accents, so that `couts` finds « Coûts ». Pure. */
export const foldText = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
