export type NodeType = 'text' | 'number' | 'boolean' | 'list' | 'mapping' | 'nothing'

/** `keys`: of a mapping, complete; `items`: of a list. Absent: not checked. */
export type Shape = {
  types: readonly NodeType[]
  keys?: Readonly<Record<string, Shape>>
  items?: Shape
}

const of = (...types: NodeType[]): Shape => ({ types })
const text = of('text')
const truth = of('boolean')
const number = of('number')
const list = of('list')
const mapping = of('mapping')
const listOf = (items: Shape): Shape => ({ types: ['list'], items })
const texts = listOf(text)
const withKeys = (keys: Record<string, Shape>): Shape => ({ types: ['mapping'], keys })
const command: Shape = { types: ['text', 'list'], items: text }

/** Also written with hyphens, which cloud-init still reads. */
const userKeys: Record<string, Shape> = {
  name: text,
  create_groups: truth,
  doas: texts,
  expiredate: text,
  gecos: text,
  groups: of('text', 'list', 'mapping'),
  hashed_passwd: text,
  homedir: text,
  inactive: text,
  lock_passwd: truth,
  no_create_home: truth,
  no_log_init: truth,
  no_user_group: truth,
  passwd: text,
  plain_text_passwd: text,
  primary_group: text,
  selinux_user: text,
  shell: text,
  snapuser: text,
  ssh_authorized_keys: texts,
  ssh_import_id: texts,
  ssh_redirect_user: truth,
  sudo: of('text', 'list', 'boolean', 'nothing'),
  system: truth,
  uid: of('number', 'text'),
}
const withHyphens = (keys: Record<string, Shape>): Record<string, Shape> => ({
  ...keys,
  ...Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key.replaceAll('_', '-'), shape])),
})

const file = withKeys({
  path: text,
  append: truth,
  content: text,
  defer: truth,
  encoding: text,
  owner: text,
  permissions: text,
  source: withKeys({ uri: text, headers: mapping }),
})

/**
 * The keys of `#cloud-config` that cloud-init read in August 2026, and the types of their values. A list of our own: the
 * schema that cloud-init ships has 150 KB and changes with each release.
 */
export const cloudConfig: Shape = withKeys({
  allow_public_ssh_keys: truth,
  ansible: mapping,
  apk_repos: mapping,
  apt: mapping,
  apt_pipelining: of('boolean', 'number', 'text'),
  apt_reboot_if_required: truth,
  apt_update: truth,
  apt_upgrade: truth,
  authkey_hash: text,
  autoinstall: mapping,
  bootcmd: listOf(command),
  byobu_by_default: text,
  'ca-certs': mapping,
  ca_certs: withKeys({ 'remove-defaults': truth, remove_defaults: truth, trusted: texts }),
  chef: mapping,
  chpasswd: withKeys({
    expire: truth,
    list: of('text', 'list'),
    users: listOf(withKeys({ name: text, password: text, type: text })),
  }),
  cloud_config_modules: list,
  cloud_final_modules: list,
  cloud_init_modules: list,
  create_hostname_file: truth,
  device_aliases: mapping,
  disable_ec2_metadata: truth,
  disable_root: truth,
  disable_root_opts: text,
  disk_setup: mapping,
  drivers: mapping,
  fan: mapping,
  final_message: text,
  fqdn: text,
  fs_setup: list,
  groups: of('text', 'list', 'mapping'),
  growpart: withKeys({
    mode: of('text', 'boolean'),
    devices: texts,
    ignore_growroot_disabled: truth,
  }),
  'grub-dpkg': mapping,
  grub_dpkg: mapping,
  hostname: text,
  keyboard: withKeys({ layout: text, model: text, variant: text, options: text }),
  landscape: mapping,
  'launch-index': number,
  locale: of('text', 'boolean'),
  locale_configfile: text,
  lxd: mapping,
  manage_etc_hosts: of('boolean', 'text'),
  manage_resolv_conf: truth,
  mcollective: mapping,
  merge_how: of('text', 'list'),
  merge_type: of('text', 'list'),
  migrate: of('boolean', 'text'),
  mount_default_fields: list,
  mounts: listOf(list),
  no_ssh_fingerprints: truth,
  ntp: {
    types: ['mapping', 'nothing'],
    keys: {
      allow: texts,
      config: mapping,
      enabled: truth,
      ntp_client: text,
      peers: texts,
      pools: texts,
      servers: texts,
    },
  },
  output: mapping,
  package_reboot_if_required: truth,
  package_update: truth,
  package_upgrade: truth,
  packages: listOf(of('text', 'list', 'mapping')),
  password: text,
  phone_home: withKeys({ url: text, post: of('text', 'list'), tries: number }),
  power_state: withKeys({
    condition: of('text', 'boolean', 'list'),
    delay: of('number', 'text'),
    message: text,
    mode: text,
    timeout: number,
  }),
  prefer_fqdn_over_hostname: truth,
  preserve_hostname: truth,
  puppet: mapping,
  random_seed: mapping,
  reporting: mapping,
  resize_rootfs: of('boolean', 'text'),
  resolv_conf: withKeys({
    domain: text,
    nameservers: list,
    options: mapping,
    searchdomains: list,
    sortlist: list,
  }),
  rh_subscription: mapping,
  rpi: mapping,
  rsyslog: mapping,
  runcmd: listOf({ types: ['text', 'list', 'nothing'], items: text }),
  salt_minion: mapping,
  snap: mapping,
  spacewalk: mapping,
  ssh: withKeys({ emit_keys_to_console: truth }),
  ssh_authorized_keys: texts,
  ssh_deletekeys: truth,
  ssh_fp_console_blacklist: texts,
  ssh_genkeytypes: texts,
  ssh_import_id: texts,
  ssh_key_console_blacklist: texts,
  ssh_keys: mapping,
  ssh_publish_hostkeys: withKeys({ enabled: truth, blacklist: texts }),
  ssh_pwauth: of('boolean', 'text'),
  ssh_quiet_keygen: truth,
  swap: withKeys({ filename: text, size: of('number', 'text'), maxsize: of('number', 'text') }),
  system_info: mapping,
  timezone: text,
  ubuntu_advantage: mapping,
  ubuntu_pro: mapping,
  updates: mapping,
  user: { types: ['text', 'mapping'], keys: withHyphens(userKeys) },
  users: {
    types: ['list', 'text', 'mapping'],
    items: { types: ['text', 'list', 'mapping'], keys: withHyphens(userKeys), items: text },
  },
  vendor_data: withKeys({ enabled: of('boolean', 'text'), prefix: of('text', 'list') }),
  version: of('text', 'number'),
  wireguard: of('mapping', 'nothing'),
  write_files: listOf(file),
  yum_repo_dir: text,
  yum_repos: mapping,
  zypper: mapping,
})
