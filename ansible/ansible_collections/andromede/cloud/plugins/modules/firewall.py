#!/usr/bin/python
"""A rule set of the firewall."""

DOCUMENTATION = r"""
module: firewall
short_description: Makes a rule set with exactly these rules, servers and networks
description:
  - A rule set is found by its name in its project. Rules that are not given are removed.
  - Servers and networks are left as they are unless they are given.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.project
  - andromede.cloud.api.presence
options:
  name:
    description: Name of the rule set.
    type: str
    required: true
  rules:
    description: All its rules. Required unless it is absent.
    type: list
    elements: dict
    suboptions:
      direction:
        description: V(in) enters the servers, V(out) leaves them.
        type: str
        choices: [in, out]
        default: in
      protocol:
        description: What it lets pass.
        type: str
        choices: [tcp, udp, icmp, any]
        default: tcp
      ports:
        description: Port or ports, such as V(443) or V(8000-8010).
        type: str
      peer:
        description: >-
          The other side: V(anywhere), a range such as V(198.51.100.0/24), or a dictionary with C(kind) as the API takes it.
        type: raw
        default: anywhere
      description:
        description: For people.
        type: str
        default: ''
  servers:
    description: Names or ids of all servers to which it is attached.
    type: list
    elements: str
  networks:
    description: Names or ids of all networks to which it is attached.
    type: list
    elements: str
  confirm:
    description: Whether changes that open or shut much are made.
    type: bool
    default: false
"""
EXAMPLES = r"""
- andromede.cloud.firewall:
    name: web
    servers: [web]
    rules:
      - {ports: '80', description: HTTP}
      - {ports: '443', description: HTTPS}
      - {ports: '22', peer: 198.51.100.0/24}
    confirm: true
"""
RETURN = r"""
rule_set:
  description: The rule set as the API gives it.
  returned: when present
  type: dict
"""

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PRESENCE,
    PROJECT,
    network_named,
    one_of,
    only,
    outcome,
    required_server,
    run_module,
    to_be_made,
)


def rule_set_named(api, name, project_id):
    found = [
        each
        for firewall in api.get("/v1/firewalls")["items"]
        if firewall["projectId"] == project_id
        for each in firewall["ruleSets"]
        if name in (each["id"], each["name"])
    ]
    return only(found, "rule sets", name)


def side_of(side):
    """A side of a rule without the names that the API adds for people."""
    if isinstance(side, str):
        return {"kind": "anywhere"} if side == "anywhere" else {"kind": "cidr", "cidr": side}
    return {key: value for key, value in side.items() if key != "name" and value is not None}


def comparable(rule):
    """A rule, given or known, as the API takes it."""
    plain = {key: rule[key] for key in ("direction", "protocol", "description")}
    plain["peer"] = side_of(rule["peer"])
    if rule["ports"]:
        plain["ports"] = rule["ports"]
    if rule.get("local"):
        plain["local"] = side_of(rule["local"])
    return plain


def shown(rule_set):
    """What is compared, for people."""
    return rule_set and {
        "name": rule_set["name"],
        "rules": [comparable(each) for each in rule_set["rules"]],
        "servers": [each["name"] for each in rule_set["servers"]],
        "networks": [each["name"] for each in rule_set["networks"]],
    }


def rule_edits(set_id, rules, given):
    """Adds before it removes: what stays open is never shut in between."""
    known = [(each["id"], comparable(each)) for each in rules]
    edits = []
    for rule in [comparable(each) for each in given]:
        match = next((each for each in known if each[1] == rule), None)
        if match:
            known.remove(match)
        else:
            edits.append({"do": "add_rule", "setId": set_id, "rule": rule})
    return edits + [{"do": "remove_rule", "ruleId": rule_id} for rule_id, _ in known]


def attachment_edits(set_id, kind, field, known, wanted):
    ids = [each["id"] for each in known]
    return [
        {"do": "attach_" + kind, "setId": set_id, field: each} for each in wanted if each not in ids
    ] + [{"do": "detach_" + kind, "setId": set_id, field: each} for each in ids if each not in wanted]


def edits_of(api, module, set_id, before):
    given = module.params
    known = before or {"rules": [], "servers": [], "networks": []}
    edits = rule_edits(set_id, known["rules"], given["rules"])
    if given["networks"] is not None:
        wanted = [(network_named(api, each) or to_be_made(module, "network", each))["id"] for each in given["networks"]]
        edits += attachment_edits(set_id, "network", "networkId", known["networks"], wanted)
    if given["servers"] is not None:
        wanted = [required_server(api, module, each)["id"] for each in given["servers"]]
        edits += attachment_edits(set_id, "server", "instanceId", known["servers"], wanted)
    return edits


def change(api, edit, confirm):
    body = {"edit": edit}
    if confirm:
        body["confirm"] = True
    api.call("POST", "/v1/firewalls/change", body)


def remove(api, module, before):
    if before and not module.check_mode:
        confirm = module.params["confirm"]
        for kind, field in (("server", "instanceId"), ("network", "networkId")):
            for each in before[kind + "s"]:
                edit = {"do": "detach_" + kind, "setId": before["id"], field: each["id"]}
                change(api, edit, confirm)
        change(api, {"do": "delete_set", "setId": before["id"]}, confirm)
    return outcome(bool(before), shown(before), None)


def run(api, module):
    given = module.params
    project = one_of(api.get("/v1/offer")["projects"], given["project"], "project")
    before = rule_set_named(api, given["name"], project["id"])
    if given["state"] == "absent":
        return remove(api, module, before)
    if not before and not module.check_mode:
        body = {"projectId": project["id"], "name": given["name"], "template": "empty"}
        set_id = api.call("POST", "/v1/rule-sets", body)["id"]
    else:
        set_id = before["id"] if before else ""
    edits = edits_of(api, module, set_id, before)
    changed = bool(edits) or not before
    if module.check_mode:
        wanted = {
            "name": given["name"],
            "rules": [comparable(each) for each in given["rules"]],
            "servers": given["servers"] if given["servers"] is not None else (shown(before) or {}).get("servers", []),
            "networks": given["networks"]
            if given["networks"] is not None
            else (shown(before) or {}).get("networks", []),
        }
        return outcome(changed, shown(before), wanted, rule_set=before or wanted)
    for edit in edits:
        change(api, edit, given["confirm"])
    after = rule_set_named(api, given["name"], project["id"])
    return outcome(changed, shown(before), shown(after), rule_set=after)


def main():
    rule = {
        "direction": {"type": "str", "choices": ["in", "out"], "default": "in"},
        "protocol": {"type": "str", "choices": ["tcp", "udp", "icmp", "any"], "default": "tcp"},
        "ports": {"type": "str"},
        "peer": {"type": "raw", "default": "anywhere"},
        "description": {"type": "str", "default": ""},
    }
    run_module(
        {
            **PROJECT,
            **PRESENCE,
            "name": {"type": "str", "required": True},
            "rules": {"type": "list", "elements": "dict", "options": rule},
            "servers": {"type": "list", "elements": "str"},
            "networks": {"type": "list", "elements": "str"},
            "confirm": {"type": "bool", "default": False},
        },
        run,
        required_if=[("state", "present", ["rules"])],
    )


if __name__ == "__main__":
    main()
