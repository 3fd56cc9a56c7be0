"""Calls of the API, for modules and the inventory."""

import json
import os
import time
import uuid
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

from ansible.module_utils.basic import AnsibleModule, env_fallback
from ansible.module_utils.urls import open_url

# Options that several modules have; the documentation is in doc_fragments/api.py.
PROJECT = {"project": {"type": "str"}}
REFERENCES = {"references": {"type": "dict"}}
PRESENCE = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}

RETRIED = (429, 503)
ATTEMPTS = 4
HELD_SECONDS = 25

COMMON = {
    "api_url": {"type": "str", "fallback": (env_fallback, ["ANDROMEDE_URL"])},
    "api_token": {"type": "str", "no_log": True, "fallback": (env_fallback, ["ANDROMEDE_TOKEN"])},
    "wait_timeout": {"type": "int", "default": 600},
}


class Refusal(Exception):
    """An answer that is no success, or none at all."""

    def __init__(self, message, status=None, code=None, field=None):
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field


class Api:
    """The API of one organisation. Every call can be repeated: a POST has one key for all its attempts."""

    def __init__(self, url, token, wait_timeout=600):
        if not url or not token:
            raise Refusal("Give api_url and api_token, or set ANDROMEDE_URL and ANDROMEDE_TOKEN.")
        self.url = url.rstrip("/")
        self.token = token
        self.deadline = time.monotonic() + wait_timeout

    def call(self, method, path, body=None, query=None, wait=None):
        """The answer as it was decoded, None where it has no body."""
        address = self.url + path + ("?" + urlencode(query) if query else "")
        headers = {"Authorization": "Bearer " + self.token, "User-Agent": "andromede-ansible"}
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if body is not None:
            headers["Content-Type"] = "application/json"
        if wait:
            headers["Prefer"] = "wait=%d" % wait
        data = None if body is None else json.dumps(body)
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                answer = open_url(
                    address, method=method, data=data, headers=headers, timeout=60, follow_redirects="no"
                )
                text = answer.read()
                return json.loads(text) if text else None
            except HTTPError as error:
                if error.code not in RETRIED or last:
                    raise refusal_of(error) from error
                time.sleep(min(30, int(error.headers.get("Retry-After") or attempt)))
            except (URLError, OSError) as error:
                if last:
                    raise Refusal("%s does not answer: %s" % (self.url, error)) from error
                time.sleep(0.25 * 2**attempt)
        return None

    def get(self, path, query=None):
        return self.call("GET", path, query=query)

    def list(self, path, query=None):
        """Every item of a list."""
        items = []
        cursor = None
        while True:
            page = self.get(path, dict(query or {}, **({"cursor": cursor} if cursor else {})))
            items += page["items"]
            cursor = page.get("nextCursor")
            if not cursor:
                return items

    def _in_time(self, what):
        if time.monotonic() > self.deadline:
            raise Refusal("%s has not ended in time; it goes on." % what)

    def ended(self, operation):
        """The operation at its end; None for none."""
        while operation and operation["state"] in ("running", "undoing"):
            self._in_time("The operation " + operation["id"])
            operation = self.call("GET", "/v1/operations/" + operation["id"], wait=HELD_SECONDS)
        if operation and operation["state"] != "succeeded":
            reason = (operation.get("error") or {}).get("code")
            raise Refusal(
                "The operation %s is %s%s." % (operation["id"], operation["state"], " (%s)" % reason if reason else "")
            )
        return operation

    def delivered(self, placed):
        """The order once everything runs; None while it waits for a decision."""
        while True:
            order = self.get("/v1/orders/" + placed["orderId"])
            failed = [
                "%s: %s" % (each["name"], each["failureCode"])
                for line in order["lines"]
                for each in line["resources"]
                if each["failureCode"]
            ]
            if order["state"] == "delivered":
                return order
            if order["hold"]:
                return None
            if order["finishedAt"] or failed:
                raise Refusal(
                    "The order %s was not delivered (%s)." % (order["number"], ", ".join(failed) or order["state"])
                )
            self._in_time("The order " + order["number"])
            time.sleep(0.7)


def refusal_of(error):
    """A refusal with the reason that the API gives."""
    try:
        problem = json.loads(error.read())
    except ValueError:
        return Refusal("The API answered %d." % error.code, error.code)
    field = problem.get("field")
    text = problem.get("detail") or problem.get("title") or "The API answered %d." % error.code
    return Refusal(
        text + (" (%s)" % field if field else ""), error.code, problem.get("code"), field
    )


def one_of(things, given, option):
    """The thing of this id, short name or name; without a name the first."""
    if not things:
        raise Refusal("Nothing can be chosen for %s." % option)
    if given is None:
        return things[0]
    for thing in things:
        names = [thing.get(key) for key in ("id", "slug", "code", "name")]
        if given.lower() in [name.lower() for name in names if name]:
            return thing
    labels = [thing.get("slug") or thing.get("code") or thing["name"] for thing in things]
    raise Refusal("%s takes one of: %s." % (option, ", ".join(labels)))


def keys_named(api, names):
    """The ids of these SSH keys, each given by name or id."""
    known = api.list("/v1/ssh-keys")
    ids = []
    for name in names:
        key = only([each for each in known if name in (each["id"], each["name"])], "keys", name)
        if not key:
            raise Refusal("There is no key %s." % name)
        ids.append(key["id"])
    return ids


def only(found, kind, name):
    """The only one of these; None of none. Of several of one name none is guessed."""
    if len(found) > 1:
        ids = ", ".join(each["id"] for each in found)
        raise Refusal("%d %s are called %s: %s" % (len(found), kind, name, ids))
    return found[0] if found else None


def server_named(api, name, project_id=None):
    """The server of this name or id that is not deleted; None of none."""
    query = {"text": name}
    if project_id:
        query["projectId"] = project_id
    found = [
        each
        for each in api.list("/v1/instances", query)
        if name in (each["id"], each["name"]) and not each["deletedAt"]
    ]
    return only(found, "servers", name)


def required_server(api, module, name):
    """The same; its absence is an error, unless a task before would have made it in check mode."""
    return server_named(api, name) or to_be_made(module, "server", name)


def to_be_made(module, kind, name):
    """What a task before would have made in check mode; otherwise its absence is an error."""
    if not module.check_mode:
        raise Refusal("There is no %s %s." % (kind, name))
    return {"id": name, "name": name}


def network_named(api, name, project=None, zone=None):
    """The network of this name or id, in this project and zone where given; None of none."""
    found = [
        each
        for each in api.list("/v1/networks")
        if name in (each["id"], each["name"])
        and not each["isDeleting"]
        and project in (None, each["projectName"])
        and zone in (None, each["zoneCode"])
    ]
    return only(found, "networks", name)


def change_settings(api, module, path, before, wanted):
    """Changes each of these settings that differs, one request each; true when one did."""
    differing = {key: value for key, value in wanted.items() if value is not None and before[key] != value}
    if not module.check_mode:
        for key, value in differing.items():
            api.call("PATCH", path, {key: value})
    return bool(differing)


def run_module(spec, run, **more):
    """Runs a module: refusals of the API are its failures, and its differences are shown."""
    module = AnsibleModule(argument_spec=dict(COMMON, **spec), supports_check_mode=True, **more)
    given = module.params
    try:
        api = Api(given["api_url"], given["api_token"], given["wait_timeout"])
        result = run(api, module)
    except Refusal as refusal:
        module.fail_json(msg=str(refusal), code=refusal.code, field=refusal.field, status=refusal.status)
    module.exit_json(**result)


def outcome(changed, before, after, **more):
    """A result with its difference."""
    return dict(more, changed=changed, diff={"before": before or {}, "after": after or {}})


def environment_api(url, token):
    """For the inventory, which has no module."""
    return Api(url or os.environ.get("ANDROMEDE_URL"), token or os.environ.get("ANDROMEDE_TOKEN"))
