export const accountRoutes = {
  /** The start page of a signed-in person: the organisation, or a choice of several; `stay` always shows the choice. */
  start: (stay = false) => (stay ? '/compte?stay=1' : '/compte'),
  security: () => '/compte/securite',
  join: () => '/compte/rejoindre',
}
