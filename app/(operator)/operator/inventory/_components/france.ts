/** Mainland and Corsica, simplified: degrees north and east, clockwise. */
const mainland = [
  51.05, 2.55, 50.75, 3.15, 50.35, 3.75, 50.15, 4.2, 50.15, 4.85, 49.65, 5.3, 49.5, 6, 49.45, 6.55, 49.2, 7,
  49.05, 7.6, 48.97, 8.2, 48.55, 7.8, 47.6, 7.55, 47.4, 6.95, 46.95, 6.5, 46.5, 6.1, 46.2, 6.1, 46.4, 6.8,
  46.05, 7, 45.8, 7.05, 45.4, 7, 45.1, 6.65, 44.75, 6.95, 44.2, 7.4, 43.9, 7.6, 43.75, 7.5, 43.55, 7, 43.2,
  6.6, 43.05, 5.95, 43.25, 5.35, 43.4, 4.8, 43.5, 4, 43.2, 3.2, 42.9, 3.05, 42.45, 3.15, 42.45, 2.5, 42.6,
  1.7, 42.8, 0.7, 42.75, 0, 43, -1, 43.35, -1.75, 44, -1.35, 44.65, -1.25, 45.55, -1.1, 46.15, -1.2, 46.5,
  -1.8, 47.05, -2.1, 47.3, -2.5, 47.55, -3, 47.75, -3.6, 47.85, -4.35, 48.05, -4.7, 48.4, -4.75, 48.7, -4,
  48.85, -3.1, 48.55, -2.7, 48.65, -2, 48.65, -1.5, 49.3, -1.7, 49.7, -1.9, 49.65, -1.3, 49.35, -1.1, 49.3,
  -0.3, 49.45, 0.15, 49.85, 0.7, 50.05, 1.3, 50.35, 1.55, 50.85, 1.6, 51, 2,
]
const corsica = [
  43, 9.4, 42.55, 9.5, 41.9, 9.4, 41.4, 9.2, 41.55, 8.8, 41.95, 8.6, 42.4, 8.6, 42.65, 9.1, 42.75, 9.3,
]

const [north, west] = [51.4, -5.2]
/** The length of a degree east as a share of one north, in the middle of the country. */
const eastPerNorth = 0.69
const scale = 60

/** In drawing units. */
export const mapSize = { width: 620, height: 615 }

/** The place of a position in the drawing. Pure. */
export function onMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  return {
    x: Math.round((longitude - west) * eastPerNorth * scale),
    y: Math.round((north - latitude) * scale),
  }
}

/** The outline of metropolitan France as a path. */
export const francePath = [mainland, corsica]
  .map((points) => {
    const corners: string[] = []
    for (let at = 0; at < points.length; at += 2) {
      const { x, y } = onMap({ latitude: points[at] ?? 0, longitude: points[at + 1] ?? 0 })
      corners.push(`${x} ${y}`)
    }
    return `M${corners.join('L')}Z`
  })
  .join('')
