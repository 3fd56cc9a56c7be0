export const accountRoutes = {
  /** Where a signed-in person lands: the organisation, or the choice of one; `stay` always shows the choice. */
  start: (stay = false) => (stay ? '/compte?stay=1' : '/compte'),
  security: () => '/compte/securite',
  join: () => '/compte/rejoindre',
}
