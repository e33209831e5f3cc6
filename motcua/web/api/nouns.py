"""What each verb on a dossier is called in addresses: `POST /dossiers/{code}/acceptance`."""

NOUNS = {
    "accept": "acceptance",
    "refuse": "refusal",
    "ask_supplement": "supplement-request",
    "receive_supplement": "supplement",
    "propose_supplement": "supplement-proposal",
    "drop_supplement": "supplement-dismissal",
    "take": "taking",
    "hand_over": "hand-over",
    "advance": "completion",
    "send_back": "sending-back",
    "hold": "hold",
    "release": "release",
    "resolve": "result",
    "return_result": "return",
    "withdraw": "withdrawal",
    "stop": "stop",
    "reopen": "reopening",
    "amend": "amendment",
    "attach": "attachments",
    "void": "void",
    "apologise": "apology",
    "urge": "urging",
    "answer_urging": "urging-answer",
    "decide_claim": "claim-decision",
}
"""`advance` acts on a piece of work: `POST /work-items/{id}/completion`."""
