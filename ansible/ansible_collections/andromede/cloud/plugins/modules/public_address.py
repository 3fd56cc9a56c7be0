#!/usr/bin/python
"""A public IPv4 address."""

DOCUMENTATION = r"""
module: public_address
short_description: Reserves, attaches or releases a public address
description:
  - With O(server) and without O(address), the server has an address afterwards, reserved when it had none.
  - With O(address), that address leads to O(server), or to no server when O(server) is empty.
  - An absent address is taken from its server and given back; it cannot be had again.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.references
  - andromede.cloud.api.presence
options:
  server:
    description: Name or id of the server. An empty text is no server.
    type: str
  address:
    description: An address that the organisation has.
    type: str
"""
EXAMPLES = r"""
- andromede.cloud.public_address:
    server: web
"""
RETURN = r"""
public_address:
  description: The address as the API gives it.
  returned: when present
  type: dict
order:
  description: Id of the order when it waits for a decision.
  returned: when it waits
  type: str
"""

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PRESENCE,
    REFERENCES,
    Refusal,
    outcome,
    required_server,
    run_module,
    server_named,
)


def server_id_of(address):
    return address["server"]["id"] if address["server"] else None


def found_address(api, given, server):
    """The address that is meant; None of none."""
    known = api.list("/v1/addresses")
    if given["address"]:
        return next((each for each in known if each["address"] == given["address"]), None)
    return next((each for each in known if server and server_id_of(each) == server["id"]), None)


def run(api, module):
    given = module.params
    server = None
    if given["server"]:
        absent = given["state"] == "absent"
        server = server_named(api, given["server"]) if absent else required_server(api, module, given["server"])
    before = found_address(api, given, server)
    if given["state"] == "absent":
        if before and not module.check_mode:
            if before["server"]:
                api.call("POST", "/v1/addresses/%s/detach" % before["id"])
            api.call("DELETE", "/v1/addresses/" + before["id"])
        return outcome(bool(before), before, None)
    if given["address"] and not before:
        raise Refusal("The organisation has no address %s." % given["address"])
    wanted = server["id"] if server else None
    if before and (given["server"] is None or server_id_of(before) == wanted):
        return outcome(False, before, before, public_address=before)
    if module.check_mode:
        after = dict(before or {}, server={"id": wanted} if wanted else None)
        return outcome(True, before, after, public_address=after)
    if not before:
        body = {"zoneId": server["zone"]["id"], "projectId": server["project"]["id"]}
        if given["references"]:
            body["costReferences"] = given["references"]
        reserved = api.call("POST", "/v1/addresses", body)
        if not reserved["addressId"]:
            return outcome(True, None, None, order=reserved["orderId"])
        address_id = reserved["addressId"]
    else:
        address_id = before["id"]
        if before["server"]:
            api.call("POST", "/v1/addresses/%s/detach" % address_id)
    if wanted:
        api.call("POST", "/v1/addresses/%s/attach" % address_id, {"instanceId": wanted})
    after = next(each for each in api.list("/v1/addresses") if each["id"] == address_id)
    return outcome(True, before, after, public_address=after)


def main():
    run_module(
        {
            **REFERENCES,
            **PRESENCE,
            "server": {"type": "str"},
            "address": {"type": "str"},
        },
        run,
        required_one_of=[("server", "address")],
    )


if __name__ == "__main__":
    main()
