# Who may speak to whom:
#   clients -> load balancer -> coordinators (7070) -> store (6379)
#   function -> coordinators, at their port for workers (7071)
#   coordinators -> each other (7070; 7071 for what a function returned to one and another has the run of)

resource "aws_security_group" "balancer" {
  name        = "${var.name}-balancer"
  description = "The load balancer of the coordinators"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "coordinator" {
  name        = "${var.name}-coordinator"
  description = "The coordinators"
  vpc_id      = var.vpc_id
}

# Only where workers connect to coordinators.
resource "aws_security_group" "function" {
  count       = local.in_network ? 1 : 0
  name        = "${var.name}-function"
  description = "The workers"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "redis" {
  name        = "${var.name}-redis"
  description = "The store"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "balancer_from_clients" {
  for_each                     = { for i, id in var.client_security_group_ids : tostring(i) => id }
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.listener_port
  to_port                      = local.listener_port
}

resource "aws_vpc_security_group_egress_rule" "balancer_to_coordinators" {
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_security_group.coordinator.id
  ip_protocol                  = "tcp"
  from_port                    = local.api_port
  to_port                      = local.api_port
}

resource "aws_vpc_security_group_ingress_rule" "coordinator_from_balancer" {
  security_group_id            = aws_security_group.coordinator.id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = local.api_port
  to_port                      = local.api_port
}

resource "aws_vpc_security_group_ingress_rule" "coordinator_from_coordinators" {
  for_each                     = { api = local.api_port, workers = local.worker_port }
  security_group_id            = aws_security_group.coordinator.id
  referenced_security_group_id = aws_security_group.coordinator.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

# The port of workers alone, not that of clients.
resource "aws_vpc_security_group_ingress_rule" "coordinator_from_function" {
  count                        = local.in_network ? 1 : 0
  security_group_id            = aws_security_group.coordinator.id
  referenced_security_group_id = aws_security_group.function[0].id
  ip_protocol                  = "tcp"
  from_port                    = local.worker_port
  to_port                      = local.worker_port
}

resource "aws_vpc_security_group_egress_rule" "coordinator_to_coordinators" {
  for_each                     = { api = local.api_port, workers = local.worker_port }
  security_group_id            = aws_security_group.coordinator.id
  referenced_security_group_id = aws_security_group.coordinator.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_egress_rule" "coordinator_to_redis" {
  security_group_id            = aws_security_group.coordinator.id
  referenced_security_group_id = aws_security_group.redis.id
  ip_protocol                  = "tcp"
  from_port                    = local.redis_port
  to_port                      = local.redis_port
}

# The API of Lambda, the registry of images, logs and secrets.
resource "aws_vpc_security_group_egress_rule" "coordinator_to_services" {
  security_group_id = aws_security_group.coordinator.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "function_to_coordinators" {
  count                        = local.in_network ? 1 : 0
  security_group_id            = aws_security_group.function[0].id
  referenced_security_group_id = aws_security_group.coordinator.id
  ip_protocol                  = "tcp"
  from_port                    = local.worker_port
  to_port                      = local.worker_port
}

resource "aws_vpc_security_group_egress_rule" "function_to_files" {
  count                        = local.shares_files && local.in_network ? 1 : 0
  security_group_id            = aws_security_group.function[0].id
  referenced_security_group_id = var.shared_files.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}

resource "aws_vpc_security_group_ingress_rule" "files_from_function" {
  count                        = local.shares_files && local.in_network ? 1 : 0
  security_group_id            = var.shared_files.security_group_id
  referenced_security_group_id = aws_security_group.function[0].id
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}

# The bucket, and what else the application's steps call by HTTPS.
resource "aws_vpc_security_group_egress_rule" "function_to_services" {
  count             = local.in_network ? 1 : 0
  security_group_id = aws_security_group.function[0].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "redis_from_coordinators" {
  security_group_id            = aws_security_group.redis.id
  referenced_security_group_id = aws_security_group.coordinator.id
  ip_protocol                  = "tcp"
  from_port                    = local.redis_port
  to_port                      = local.redis_port
}
