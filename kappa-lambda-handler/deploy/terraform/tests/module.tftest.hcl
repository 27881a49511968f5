# Plans of the whole module with a provider that is played: no account, no network.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  name                             = "orders"
  vpc_id                           = "vpc-0123456789abcdef0"
  subnet_ids                       = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  client_security_group_ids        = ["sg-0123456789abcdef0"]
  application_jar                  = "tests/application.jar"
  coordinator_image                = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/kappa-coordinator:0.1.0"
  coordinator_image_repository_arn = "arn:aws:ecr:eu-west-1:123456789012:repository/kappa-coordinator"
  redis_password                   = "0123456789abcdefABCDEF"
}

run "what_is_not_said_has_a_default_that_survives_the_loss_of_one" {
  command = plan

  assert {
    condition     = aws_ecs_service.coordinators.desired_count == 2
    error_message = "there should be two coordinators"
  }

  assert {
    condition     = aws_lb.api.internal && aws_lb_listener.api.port == 80
    error_message = "the load balancer should be an internal one, with plain HTTP if there is no certificate"
  }

  assert {
    condition     = aws_lambda_function.worker.publish && aws_lambda_function.worker.handler == "dev.kappa.handler.KappaHandler"
    error_message = "each change of the function should make a version"
  }

  assert {
    condition     = length(aws_lambda_function.worker.snap_start) == 0
    error_message = "snapshots should be asked for"
  }

  assert {
    condition     = aws_memorydb_cluster.redis.tls_enabled && aws_memorydb_cluster.redis.num_replicas_per_shard == 1
    error_message = "the store should have TLS and a replica"
  }

  assert {
    condition     = startswith(aws_memorydb_user.coordinator.access_string, "on ~kappa:* resetchannels -@all +exists ")
    error_message = "the user should have the least rights"
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.balancer_from_clients) == 1
    error_message = "only the group that was named should reach the load balancer"
  }
}

run "a_certificate_makes_it_https" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/0"
  }

  assert {
    condition     = aws_lb_listener.api.port == 443 && aws_lb_listener.api.protocol == "HTTPS"
    error_message = "the listener should speak HTTPS"
  }
}

run "what_is_not_said_is_in_redis_and_in_clear_and_asks_for_no_token" {
  command = plan

  assert {
    condition     = local.blobs == "redis" && local.keys == "none" && var.tokens_file == "none"
    error_message = "large values, keys and tokens should be wanted first"
  }

  assert {
    condition     = length(aws_lambda_function.worker.vpc_config) == 1 && length(aws_security_group.function) == 1
    error_message = "workers that call back should be in the network"
  }
}

run "functions_that_return_are_in_no_network" {
  command = plan

  variables {
    workers_mode = "return"
  }

  assert {
    condition     = length(aws_lambda_function.worker.vpc_config) == 0 && length(aws_security_group.function) == 0
    error_message = "they should need no network"
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.coordinator_from_function) == 0
    error_message = "no port should be open for them"
  }
}

run "steps_may_share_files" {
  command = plan

  variables {
    shared_files = {
      access_point_arn  = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0"
      security_group_id = "sg-0123456789abcdef1"
    }
  }

  assert {
    condition     = aws_lambda_function.worker.file_system_config[0].local_mount_path == aws_lambda_function.worker.environment[0].variables.KAPPA_OUTPUT
    error_message = "steps should leave their files in the mount"
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.function_to_files[0].to_port == 2049
    error_message = "the function should reach the mount targets"
  }
}

run "files_need_the_network_and_no_snapshot" {
  command = plan

  variables {
    snap_start = true
    shared_files = {
      access_point_arn  = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0"
      security_group_id = "sg-0123456789abcdef1"
    }
  }

  expect_failures = [aws_lambda_function.worker]
}

run "versions_may_start_from_snapshots" {
  command = plan

  variables {
    snap_start = true
  }

  assert {
    condition     = aws_lambda_function.worker.snap_start[0].apply_on == "PublishedVersions"
    error_message = "published versions should have a snapshot"
  }
}

run "a_key_and_the_bucket_are_told_to_coordinators" {
  command = plan

  variables {
    large_values = "bucket"
    key_arns     = ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:eu-west-1:123456789012:key/old"]
    reads_clear  = true
    tokens_file  = "/etc/kappa/tokens"
  }

  assert {
    condition     = local.keys == "kms:arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab,kms:arn:aws:kms:eu-west-1:123456789012:key/old,clear"
    error_message = "the keys should be those that were named, in their order"
  }

  assert {
    condition     = length(data.aws_iam_policy_document.coordinator.statement) == 4
    error_message = "coordinators should be allowed to use the bucket and the key"
  }
}

run "one_coordinator_is_too_few" {
  command = plan

  variables {
    coordinators = 1
  }

  expect_failures = [var.coordinators]
}

run "a_password_that_needs_encoding_is_refused" {
  command = plan

  variables {
    redis_password = "has:a/colon and more"
  }

  expect_failures = [var.redis_password]
}

run "one_subnet_is_too_few" {
  command = plan

  variables {
    subnet_ids = ["subnet-0123456789abcdef0"]
  }

  expect_failures = [var.subnet_ids]
}

run "an_image_without_a_tag_is_refused" {
  command = plan

  variables {
    coordinator_image = "kappa-coordinator"
  }

  expect_failures = [var.coordinator_image]
}

run "what_is_no_number_in_its_range_is_refused" {
  command = plan

  variables {
    name                     = "Orders"
    function_memory_mb       = 64
    function_timeout_seconds = 901
    concurrency              = 10001
    workers_mode             = "both"
    large_values             = "here"
    key_arns                 = ["alias/mine"]
    tokens_file              = "tokens"
  }

  expect_failures = [
    var.name, var.function_memory_mb, var.function_timeout_seconds, var.concurrency, var.workers_mode,
    var.large_values, var.key_arns, var.tokens_file
  ]
}
