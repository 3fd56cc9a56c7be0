#!/usr/bin/python
"""A volume."""

DOCUMENTATION = r"""
module: volume
short_description: Orders, enlarges, attaches or deletes a volume
description:
  - A volume is found by its name in its project. Its zone cannot change, and its bundle only for a larger one.
  - A deleted volume is kept for 72 hours, in which it can be restored.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.project
  - andromede.cloud.api.references
  - andromede.cloud.api.presence
options:
  name:
    description: Name of the volume.
    type: str
    required: true
  zone:
    description: Code of its zone. By default that of O(server), or the first.
    type: str
  bundle:
    description: Short name of its bundle. By default the first, or the one that it has.
    type: str
  server:
    description: Name or id of the server to which it is attached. An empty text is no server.
    type: str
  tags:
    description: All its tags.
    type: dict
  protected:
    description: Whether its deletion is refused.
    type: bool
"""
EXAMPLES = r"""
- andromede.cloud.volume:
    name: data
    bundle: storage-100
    server: web
"""
RETURN = r"""
volume:
  description: The volume as the API gives it.
  returned: when present
  type: dict
order:
  description: Id of the order when it waits for a decision.
  returned: when it waits
  type: str
"""

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PRESENCE,
    PROJECT,
    REFERENCES,
    Refusal,
    change_settings,
    one_of,
    only,
    outcome,
    required_server,
    run_module,
)


def volume_named(api, name, project_id):
    found = [
        each
        for each in api.list("/v1/volumes", {"projectId": project_id})
        if name in (each["id"], each["name"]) and not each["deletedAt"]
    ]
    return only(found, "volumes", name)


def attached_id(volume):
    return volume["attachedInstance"]["id"] if volume["attachedInstance"] else None


def attach(api, module, volume, server_id):
    """Attaches it to this server, or to none; true when that changed something."""
    if attached_id(volume) == server_id:
        return False
    if not module.check_mode:
        path = "/v1/volumes/%s/" % volume["id"]
        if volume["attachedInstance"]:
            api.ended(api.call("POST", path + "detach", {"instanceId": attached_id(volume)}))
        if server_id:
            api.ended(api.call("POST", path + "attach", {"instanceId": server_id}))
    return True


def order(api, given, bundles, zone, project):
    line = {
        "bundleId": one_of(bundles, given["bundle"], "bundle")["id"],
        "zoneId": zone["id"],
        "name": given["name"],
        "quantity": 1,
    }
    if given["references"]:
        line["costReferences"] = given["references"]
    return api.call("POST", "/v1/orders", {"projectId": project["id"], "lines": [line]})


def run(api, module):
    given = module.params
    offer = api.get("/v1/offer")
    project = one_of(offer["projects"], given["project"], "project")
    bundles = [each for each in offer["bundles"] if each["kind"] == "storage"]
    before = volume_named(api, given["name"], project["id"])
    if given["state"] == "absent":
        if before and not module.check_mode:
            attach(api, module, before, None)
            api.call("DELETE", "/v1/volumes/" + before["id"])
        return outcome(bool(before), before, None)
    server = required_server(api, module, given["server"]) if given["server"] else None
    zone = one_of(offer["zones"], given["zone"] or (server or {}).get("zone", {}).get("id"), "zone")
    settings = {"tags": given["tags"], "isProtected": given["protected"]}
    more = {}
    if not before:
        if module.check_mode:
            bundle = one_of(bundles, given["bundle"], "bundle")
            wanted = {"name": given["name"], "bundle": bundle["slug"], "server": given["server"]}
            return outcome(True, None, wanted, volume=wanted)
        placed = order(api, given, bundles, zone, project)
        if placed["outcome"] != "accepted" or not api.delivered(placed):
            return outcome(True, None, None, order=placed["orderId"])
        changed = True
    else:
        if given["zone"] and before["zone"]["id"] != zone["id"]:
            raise Refusal("The zone of a volume cannot change: it is %s." % before["zone"]["code"])
        changed = False
        if given["bundle"] and one_of(bundles, given["bundle"], "bundle")["id"] != before["bundle"]["id"]:
            changed = True
            if not module.check_mode:
                bundle = one_of(bundles, given["bundle"], "bundle")
                grown = api.call("POST", "/v1/volumes/%s/grow" % before["id"], {"bundleId": bundle["id"]})
                api.ended(grown["operation"])
                if grown["outcome"] == "held":
                    more["order"] = grown["orderId"]
    volume = before or volume_named(api, given["name"], project["id"])
    changed = change_settings(api, module, "/v1/volumes/" + volume["id"], volume, settings) or changed
    if given["server"] is not None:
        changed = attach(api, module, volume, server and server["id"]) or changed
    if module.check_mode:
        wanted = {"tags": given["tags"], "isProtected": given["protected"], "bundle": given["bundle"]}
        after = dict(volume, **{key: value for key, value in wanted.items() if value is not None})
        return outcome(changed, before, after, volume=volume)
    after = api.get("/v1/volumes/" + volume["id"])
    return outcome(changed, before, after, volume=after, **more)


def main():
    run_module(
        {
            **PROJECT,
            **REFERENCES,
            **PRESENCE,
            "name": {"type": "str", "required": True},
            "zone": {"type": "str"},
            "bundle": {"type": "str"},
            "server": {"type": "str"},
            "tags": {"type": "dict"},
            "protected": {"type": "bool"},
        },
        run,
    )


if __name__ == "__main__":
    main()
