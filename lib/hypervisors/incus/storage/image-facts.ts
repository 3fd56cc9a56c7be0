import { z } from 'zod'
import { cloudVariant } from '../servers/cloud-init'

export type IncusImageFacts = {
  alias: string
  type: string
  description: string
  /** Compressed size. */
  bytes: number
  madeOn: string
  /** Runs cloud-init at first boot; absent in facts read before this was recorded. */
  hasCloudInit?: boolean
  /** Has an SSH server; null where the image does not state it. */
  hasSsh?: boolean | null
}

/** The property by which images state whether they have an SSH server. */
const sshProperty = 'andromede.ssh'

export const imagesSchema = z.array(
  z.object({
    aliases: z.array(z.object({ name: z.string() })).nullish(),
    type: z.string(),
    size: z.number(),
    created_at: z.string(),
    uploaded_at: z.string(),
    properties: z.record(z.string(), z.string()).nullish(),
  }),
)

/** Returns each alias of each image; an image without an alias cannot be requested by name. Pure. */
export function toImageFacts(images: z.infer<typeof imagesSchema>): IncusImageFacts[] {
  return images.flatMap((image) =>
    (image.aliases ?? []).map(({ name }) => ({
      alias: name,
      type: image.type,
      description: image.properties?.description ?? name,
      bytes: image.size,
      // An image without its own date has the year 1970.
      madeOn: (image.created_at > '1971' ? image.created_at : image.uploaded_at).slice(0, 10),
      hasCloudInit: image.properties?.variant === cloudVariant.variant,
      hasSsh: { true: true, false: false }[image.properties?.[sshProperty] ?? ''] ?? null,
    })),
  )
}
