"""Five steps one after another that people do: each is assigned to somebody, begun and completed."""

from viewflow import this
from viewflow.workflow import flow


class FiveSteps(flow.Flow):
    """Reception, work, signature, issue, return."""

    start = flow.StartHandle().Next(this.receive)
    receive = flow.View(None).Next(this.process)
    process = flow.View(None).Next(this.sign)
    sign = flow.View(None).Next(this.issue)
    issue = flow.View(None).Next(this.give)
    give = flow.View(None).Next(this.end)
    end = flow.End()


STEPS = (FiveSteps.receive, FiveSteps.process, FiveSteps.sign, FiveSteps.issue, FiveSteps.give)
