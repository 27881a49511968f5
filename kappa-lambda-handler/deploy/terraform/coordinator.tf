resource "aws_cloudwatch_log_group" "coordinator" {
  name              = "/ecs/${var.name}-coordinator"
  retention_in_days = var.log_retention_days
}

resource "aws_ecs_cluster" "coordinators" {
  name = var.name
}

resource "aws_ecs_task_definition" "coordinator" {
  family                   = "${var.name}-coordinator"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.coordinator_cpu
  memory                   = var.coordinator_memory_mb
  execution_role_arn       = aws_iam_role.start.arn
  task_role_arn            = aws_iam_role.coordinator.arn

  # Its storage is the task's own, and gone with it.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([
    {
      name      = "coordinator"
      image     = var.coordinator_image
      essential = true
      # All that the task has, said here too: it is what the JVM's percentage is of.
      memory = var.coordinator_memory_mb
      # Nobody else's, and it may write to /tmp alone: "An image of the coordinator" in docs/deploying.md.
      user                   = "10001:10001"
      readonlyRootFilesystem = true
      mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
      command = [
        "coordinator",
        "--host", "auto",
        "--port", "${local.api_port}",
        "--worker-port", "${local.worker_port}",
        "--data", "/tmp/kappa",
        "--function", "${aws_lambda_function.worker.arn}:${aws_lambda_function.worker.version}",
        "--timeout", "${var.function_timeout_seconds}s",
        "--concurrency", "${var.concurrency}",
        "--durability", "redis",
        "--workers-mode", "${var.workers_mode}",
        "--blobs", "${local.blobs}",
        "--keys", "${local.keys}",
        "--tokens", "${var.tokens_file}",
        "--audit", "-"
      ]
      environment = [
        { name = "AWS_REGION", value = data.aws_region.here.name },
        # Half is the heap, a quarter what is outside it while it is sent and received; the rest is the JVM's own.
        { name = "JAVA_TOOL_OPTIONS", value = "-XX:MaxRAMPercentage=50 -XX:MaxDirectMemorySize=${var.coordinator_memory_mb / 4}m -XX:+ExitOnOutOfMemoryError" }
      ]
      secrets = [
        # Of this version of it: so another password starts the coordinators anew.
        { name = "KAPPA_REDIS", valueFrom = "${aws_secretsmanager_secret.redis.arn}:::${aws_secretsmanager_secret_version.redis.version_id}" }
      ]
      portMappings = [for port in [local.api_port, local.worker_port] : { containerPort = port, protocol = "tcp" }]
      # On SIGTERM it gives its partitions away and waits 20 s at most for workers.
      stopTimeout = 60
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = aws_cloudwatch_log_group.coordinator.name
          "awslogs-region"        = data.aws_region.here.name
          "awslogs-stream-prefix" = "coordinator"
        }
      }
    }
  ])
}

resource "aws_ecs_service" "coordinators" {
  name            = "${var.name}-coordinators"
  cluster         = aws_ecs_cluster.coordinators.id
  task_definition = aws_ecs_task_definition.coordinator.arn
  desired_count   = var.coordinators
  launch_type     = "FARGATE"

  # A new one joins before an old one leaves.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60

  # An apply that succeeds has coordinators that work.
  wait_for_steady_state = true

  timeouts {
    create = "20m"
    update = "20m"
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.coordinator.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.api.arn
    container_name   = "coordinator"
    container_port   = local.api_port
  }

  # A coordinator tries at its start what it may.
  depends_on = [aws_lb_listener.api, aws_iam_role_policy.coordinator, aws_iam_role_policy.start]

  lifecycle {
    precondition {
      condition     = var.coordinator_memory_mb >= 2 * var.coordinator_cpu && var.coordinator_memory_mb <= 8 * var.coordinator_cpu
      error_message = "coordinator_memory_mb: 2 to 8 times coordinator_cpu, as Fargate has it."
    }
  }
}

resource "aws_lb" "api" {
  name               = var.name
  internal           = true
  load_balancer_type = "application"
  security_groups    = [aws_security_group.balancer.id]
  subnets            = var.subnet_ids
  # Above the 60 s that a client waits for a result in one request, and below the 120 s after which a
  # coordinator closes a connection that is silent.
  idle_timeout               = 90
  drop_invalid_header_fields = true
}

resource "aws_lb_target_group" "api" {
  name        = var.name
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.api_port
  # Requests that wait for a result are let end.
  deregistration_delay = 70

  # It answers 200 while the store is away, too: to start coordinators anew would not help then.
  health_check {
    path                = "/health"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "api" {
  load_balancer_arn = aws_lb.api.arn
  port              = local.listener_port
  protocol          = var.certificate_arn == null ? "HTTP" : "HTTPS"
  certificate_arn   = var.certificate_arn
  ssl_policy        = var.certificate_arn == null ? null : "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}
