#!/usr/bin/python
"""A private network."""

DOCUMENTATION = r"""
module: network
short_description: Creates or deletes a private network
description:
  - A network is found by its name in its project and zone. Its range and its exit cannot change.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.project
  - andromede.cloud.api.presence
options:
  name:
    description: Name of the network.
    type: str
    required: true
  zone:
    description: Code of its zone. By default the first.
    type: str
  range:
    description: Its IPv4 range, such as V(10.20.0.0/24). By default one is chosen.
    type: str
  has_exit:
    description: Whether its servers reach the Internet.
    type: bool
"""
EXAMPLES = r"""
- andromede.cloud.network:
    name: back
    range: 10.20.0.0/24
    has_exit: false
"""
RETURN = r"""
network:
  description: The network as the API gives it.
  returned: when present
  type: dict
"""

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PRESENCE,
    PROJECT,
    Refusal,
    network_named,
    one_of,
    outcome,
    run_module,
)


def run(api, module):
    given = module.params
    offer = api.get("/v1/offer")
    project = one_of(offer["projects"], given["project"], "project")
    zone = one_of(offer["zones"], given["zone"], "zone")
    before = network_named(api, given["name"], project["name"], zone["code"])
    if given["state"] == "absent":
        if before and not module.check_mode:
            api.call("DELETE", "/v1/networks/" + before["id"])
        return outcome(bool(before), before, None)
    if before:
        for option, field in (("range", "range"), ("has_exit", "hasExit")):
            if given[option] is not None and given[option] != before[field]:
                raise Refusal(
                    "%s of a network cannot change: it is %s. Delete the network first." % (option, before[field])
                )
        return outcome(False, before, before, network=before)
    body = {"projectId": project["id"], "zoneId": zone["id"], "name": given["name"]}
    for option, field in (("range", "range"), ("has_exit", "hasExit")):
        if given[option] is not None:
            body[field] = given[option]
    if module.check_mode:
        return outcome(True, None, body, network=body)
    api.call("POST", "/v1/networks", body)
    made = network_named(api, given["name"], project["name"], zone["code"])
    return outcome(True, None, made, network=made)


def main():
    run_module(
        {
            **PROJECT,
            **PRESENCE,
            "name": {"type": "str", "required": True},
            "zone": {"type": "str"},
            "range": {"type": "str"},
            "has_exit": {"type": "bool"},
        },
        run,
    )


if __name__ == "__main__":
    main()
