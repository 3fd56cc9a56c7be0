export const accountRoutes = {
  /** Where a signed-in person lands: the organisation, or the choice of one. */
  start: () => '/compte',
  security: () => '/compte/securite',
  join: () => '/compte/rejoindre',
}
