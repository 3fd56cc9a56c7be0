#!/usr/bin/python
"""A server."""

DOCUMENTATION = r"""
module: server
short_description: Orders, changes, starts, stops or deletes a server
description:
  - A server is found by its name in its project. Its zone and its image cannot change.
  - Image, keys, user data and access by SSH are those of its order, and are not compared later.
  - A deleted server is kept for 72 hours, in which it can be restored.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.project
  - andromede.cloud.api.references
options:
  name:
    description: Name of the server.
    type: str
    required: true
  zone:
    description: Code of its zone. By default the first.
    type: str
  bundle:
    description: Short name of its bundle. By default the first, or the one that it has.
    type: str
  image:
    description: Short name of its image. By default the first of the zone.
    type: str
  ssh_keys:
    description: Names or ids of the keys that it gets.
    type: list
    elements: str
    default: []
  public_address:
    description: Whether it is ordered with a public address. M(andromede.cloud.public_address) changes that later.
    type: bool
    default: false
  ssh_from:
    description: >-
      Whence SSH is open on a public address: V(caller), V(everyone), or ranges such as V(198.51.100.0/24).
    type: list
    elements: str
    default: [caller]
  network:
    description: Name or id of the private network that it joins.
    type: str
  user_data:
    description: Configuration for cloud-init.
    type: str
  tags:
    description: All its tags.
    type: dict
  protected:
    description: Whether its deletion is refused.
    type: bool
  detach_volumes:
    description: Whether its deletion detaches its volumes; otherwise it is refused while there are some.
    type: bool
    default: false
  state:
    description: >-
      V(present) leaves the server on or off as it is; V(started) and V(stopped) change that; V(restarted) restarts it
      each time.
    type: str
    choices: [present, started, stopped, restarted, absent]
    default: present
"""
EXAMPLES = r"""
- andromede.cloud.server:
    name: web
    bundle: essential
    ssh_keys: [deploy]
    public_address: true
    tags: {role: web}
    state: started
"""
RETURN = r"""
server:
  description: The server as the API gives it.
  returned: when present
  type: dict
address:
  description: Its public address.
  returned: when it has one
  type: str
order:
  description: Id of the order when it waits for a decision.
  returned: when it waits
  type: str
"""

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PROJECT,
    REFERENCES,
    Refusal,
    change_settings,
    keys_named,
    network_named,
    one_of,
    outcome,
    run_module,
    server_named,
)

POWER = {"started": ("start", "running"), "stopped": ("stop", "stopped"), "restarted": ("restart", None)}


def ssh_access(given):
    if given["ssh_from"] == ["caller"]:
        return {"from": "caller"}
    if given["ssh_from"] == ["everyone"]:
        return {"from": "everyone", "confirm": True}
    return {"from": "list", "sources": given["ssh_from"]}


def order(api, given, offer, bundles, zone, project):
    line = {
        "bundleId": one_of(bundles, given["bundle"], "bundle")["id"],
        "zoneId": zone["id"],
        "imageId": one_of(zone["images"], given["image"], "image")["id"],
        "sshKeyIds": [],
        "name": given["name"],
        "quantity": 1,
    }
    if given["ssh_keys"]:
        line["sshKeyIds"] = keys_named(api, given["ssh_keys"])
    if given["public_address"]:
        line["publicAddress"] = True
        line["sshAccess"] = ssh_access(given)
    if given["network"]:
        network = network_named(api, given["network"], project["name"], zone["code"])
        if not network:
            raise Refusal("There is no network %s in %s." % (given["network"], zone["code"]))
        line["networkId"] = network["id"]
    if given["user_data"]:
        line["userData"] = given["user_data"]
    if given["references"]:
        line["costReferences"] = given["references"]
    return api.call("POST", "/v1/orders", {"projectId": project["id"], "lines": [line]})


def delete(api, module, before):
    if before and not module.check_mode:
        query = {"detachVolumes": "true"} if module.params["detach_volumes"] else None
        api.ended(api.call("DELETE", "/v1/instances/" + before["id"], query=query)["operation"])
    return outcome(bool(before), before, None)


def power(api, module, server):
    """Starts, stops or restarts it as the state demands; true when that changed something."""
    verb, wanted = POWER.get(module.params["state"], (None, None))
    if not verb or server["state"] == wanted:
        return False
    if not module.check_mode:
        api.ended(api.call("POST", "/v1/instances/%s/%s" % (server["id"], verb)))
    return True


def resize(api, module, server, bundles):
    """Gives it the bundle; what changed, and the order when that waits for a decision."""
    given = module.params["bundle"]
    if not given or given in (server["bundle"]["id"], server["bundle"]["name"]):
        return False, {}
    bundle = one_of(bundles, given, "bundle")
    if bundle["id"] == server["bundle"]["id"]:
        return False, {}
    if module.check_mode:
        return True, {}
    changed = api.call("POST", "/v1/instances/%s/resize" % server["id"], {"bundleId": bundle["id"]})
    api.ended(changed["operation"])
    return True, {"order": changed["orderId"]} if changed["outcome"] == "held" else {}


def expected(server, given):
    """The server as it would be."""
    wanted = {"tags": given["tags"], "isProtected": given["protected"], "bundle": given["bundle"]}
    state = POWER.get(given["state"], (None, None))[1]
    return dict(server, **{key: value for key, value in dict(wanted, state=state).items() if value is not None})


def run(api, module):
    given = module.params
    offer = api.get("/v1/offer")
    project = one_of(offer["projects"], given["project"], "project")
    bundles = [each for each in offer["bundles"] if each["kind"] in ("compute", "combined")]
    zone = one_of(offer["zones"], given["zone"], "zone")
    before = server_named(api, given["name"], project["id"])
    if given["state"] == "absent":
        return delete(api, module, before)
    changed, more = False, {}
    if not before:
        if module.check_mode:
            # Keys and networks may be made by tasks before; what can be ordered is known.
            bundle = one_of(bundles, given["bundle"], "bundle")
            image = one_of(zone["images"], given["image"], "image")
            wanted = {
                "name": given["name"],
                "bundle": bundle["slug"],
                "image": image["slug"],
                "zone": zone["code"],
            }
            return outcome(True, None, wanted, server=wanted)
        placed = order(api, given, offer, bundles, zone, project)
        if placed["outcome"] != "accepted" or not api.delivered(placed):
            return outcome(True, None, None, order=placed["orderId"])
        changed = True
    elif given["zone"] and before["zone"]["id"] != zone["id"]:
        raise Refusal("The zone of a server cannot change: it is %s." % before["zone"]["code"])
    server = before or server_named(api, given["name"], project["id"])
    if before:
        changed, more = resize(api, module, server, bundles)
    settings = {"tags": given["tags"], "isProtected": given["protected"]}
    changed = change_settings(api, module, "/v1/instances/" + server["id"], server, settings) or changed
    if before or given["state"] == "stopped":
        changed = power(api, module, api.get("/v1/instances/" + server["id"])) or changed
    if module.check_mode:
        return outcome(changed, before, expected(server, given), server=server)
    after = api.get("/v1/instances/" + server["id"])
    for each in api.list("/v1/addresses"):
        if each["server"] and each["server"]["id"] == server["id"]:
            more["address"] = each["address"]
    return outcome(changed, before, after, server=after, **more)


def main():
    run_module(
        {
            **PROJECT,
            **REFERENCES,
            "name": {"type": "str", "required": True},
            "zone": {"type": "str"},
            "bundle": {"type": "str"},
            "image": {"type": "str"},
            "ssh_keys": {"type": "list", "elements": "str", "default": [], "no_log": False},
            "public_address": {"type": "bool", "default": False},
            "ssh_from": {"type": "list", "elements": "str", "default": ["caller"]},
            "network": {"type": "str"},
            "user_data": {"type": "str"},
            "tags": {"type": "dict"},
            "protected": {"type": "bool"},
            "detach_volumes": {"type": "bool", "default": False},
            "state": {
                "type": "str",
                "choices": ["present", "started", "stopped", "restarted", "absent"],
                "default": "present",
            },
        },
        run,
    )


if __name__ == "__main__":
    main()
