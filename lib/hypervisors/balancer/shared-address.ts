/** Where keepalived's configuration is in the containers of a balancer. */
export const sharingPath = '/etc/keepalived/keepalived.conf'

/**
 * keepalived's configuration for one of two containers that share an address: the one holds it, and the other takes it over
 * within four seconds when that one, its host or its HAProxy dies. The address stays where it is when the dead one is back.
 * `check` is a command that fails without a HAProxy that answers. Pure.
 */
export function sharingOf(addresses: { own: string; other: string; shared: string }, check: string): string {
  return `global_defs {
  script_user root
  enable_script_security
  vrrp_garp_master_refresh 10
}

vrrp_script haproxy {
  script "/bin/sh -c '${check}'"
  interval 1
  timeout 2
  fall 2
  rise 2
}

vrrp_instance balancer {
  state BACKUP
  nopreempt
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 1
  unicast_src_ip ${addresses.own}
  unicast_peer {
    ${addresses.other}
  }
  virtual_ipaddress {
    ${addresses.shared}/32 dev eth0
  }
  track_script {
    haproxy
  }
}
`
}
