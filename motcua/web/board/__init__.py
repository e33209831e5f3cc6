"""Face of leaders and supervisors: statutory reports whose every figure opens its dossiers."""
