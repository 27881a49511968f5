# MemoryDB acknowledges a write when its log has it in several zones, and is always a Cluster.

resource "aws_memorydb_subnet_group" "redis" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

# A store that may evict keys is refused by the coordinators.
resource "aws_memorydb_parameter_group" "redis" {
  name   = var.name
  family = "memorydb_redis7"

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}

resource "aws_memorydb_user" "coordinator" {
  user_name = "${var.name}-kappa"

  # In the order in which MemoryDB gives it back: another looks like a change at each plan.
  # The same commands as in redis/users.acl, and the one by which a Cluster is found.
  access_string = join(" ", concat(
    ["on", "~kappa:*", "resetchannels", "-@all"],
    [for command in local.redis_commands : "+${command}"],
    ["+cluster|slots"]
  ))

  authentication_mode {
    type      = "password"
    passwords = [var.redis_password]
  }
}

resource "aws_memorydb_acl" "redis" {
  name       = var.name
  user_names = [aws_memorydb_user.coordinator.user_name]
}

resource "aws_memorydb_cluster" "redis" {
  name                   = var.name
  acl_name               = aws_memorydb_acl.redis.name
  node_type              = var.redis_node_type
  engine_version         = "7.1"
  parameter_group_name   = aws_memorydb_parameter_group.redis.name
  num_shards             = var.redis_shards
  num_replicas_per_shard = var.redis_replicas
  port                   = local.redis_port
  security_group_ids     = [aws_security_group.redis.id]
  subnet_group_name      = aws_memorydb_subnet_group.redis.name
  tls_enabled            = true

  snapshot_retention_limit = 7

  lifecycle {
    prevent_destroy = true
  }
}

# The address has the password in it: it is no plain setting of the container.
resource "aws_secretsmanager_secret" "redis" {
  name = "${var.name}/redis"
  # It has nothing that can't be made again, and keeps nobody from making it again at once.
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "redis" {
  secret_id = aws_secretsmanager_secret.redis.id
  secret_string = format(
    "rediss-cluster://%s:%s@%s:%d",
    aws_memorydb_user.coordinator.user_name,
    var.redis_password,
    aws_memorydb_cluster.redis.cluster_endpoint[0].address,
    local.redis_port
  )
}
