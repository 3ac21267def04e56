import type { reasons as english } from "../en/reasons.ts";

/** Korean texts of the reasons. */
export const reasons = {
  "because.pod-adopted": "{owner} 소유가 없고 레이블이 셀렉터와 맞는 {pod} 파드를 맡았습니다",
  "because.pod-released": "레이블이 더는 맞지 않아 {owner} 소유에서 {pod} 파드가 풀려났습니다",
  "because.replicaset-adopted":
    "레이블이 셀렉터와 맞아 {replicaSet} 레플리카셋이 {owner} 소유가 되었습니다",
  "because.replicaset-released":
    "레이블이 더는 맞지 않아 {replicaSet} 레플리카셋이 {owner} 소유에서 풀려났습니다",
  "because.replicas-missing":
    "{desired}개를 원하는데 {current}개뿐이라 {missing}개를 새로 만듭니다",
  "because.replicas-surplus":
    "{desired}개를 원하는데 {current}개라 {surplus}개가 많습니다. {victim} 파드부터 나갑니다 ({victimRule})",
  "because.status-counted":
    "다시 세었습니다. 파드 {replicas}개, 준비 {ready}개, 사용 가능 {available}개",
  "because.template-changed":
    "파드 템플릿이 바뀌어 리비전 {revision}이 생겼습니다. 레플리카셋은 {replicaSet}입니다",
  "because.first-rollout":
    "첫 롤아웃입니다. 파드 {replicas}개를 위해 {replicaSet} 레플리카셋을 만듭니다",
  "because.revision-noted": "이 템플릿이 이제 리비전 {revision}입니다",
  "because.rollback": "리비전 {toRevision}의 템플릿으로 되돌렸고, 이제 리비전 {revision}입니다",
  "because.rollout-scale-up":
    "롤아웃이 {replicaSet}의 파드를 {from}개에서 {to}개로 늘립니다. 모두 합쳐 {ceiling}개까지입니다",
  "because.rollout-scale-down":
    "롤아웃이 {replicaSet}의 파드를 {from}개에서 {to}개로 줄입니다. 최소 {floor}개는 사용 가능해야 합니다",
  "because.rollout-remove-unhealthy":
    "이전 파드 {unhealthy}개는 어차피 건강하지 않아 {replicaSet}의 파드를 {from}개에서 {to}개로 줄입니다",
  "because.recreate-scale-down":
    "재생성 전략이라 {replicaSet}의 이전 파드부터 {from}개에서 {to}개로 줄입니다",
  "because.recreate-scale-up":
    "이전 파드가 모두 사라져 {replicaSet}의 파드를 {from}개에서 {to}개로 늘립니다",
  "because.scaled-by-you":
    "이제 {desired}개를 원하므로 {replicaSet}의 파드를 {from}개에서 {to}개로 바꿉니다",
  "because.scaled-proportionally":
    "롤아웃 중에 {desired}개로 바뀌어 {replicaSet}에 제 몫을 나눕니다. {from}개에서 {to}개로 바뀝니다",
  "because.new-replicaset-saturated":
    "새 버전의 파드가 다 찼으니 {replicaSet}의 {from}개는 필요 없습니다",
  "because.annotations-copied": "디플로이먼트의 어노테이션을 {replicaSet}에 옮겨 적었습니다",
  "because.rollout-progressing":
    "롤아웃 진행 중입니다. {desired}개 중 {updated}개 갱신, {available}개 사용 가능",
  "because.rollout-complete": "롤아웃이 끝났습니다. 파드 {replicas}개가 모두 {replicaSet}입니다",
  "because.progress-deadline-exceeded": "{seconds}초 동안 진전이 없어 롤아웃이 멈춘 것으로 봅니다",
  "because.minimum-available": "사용 가능한 파드는 {available}개이고 최소는 {minimum}개입니다",
  "because.rollout-paused": "롤아웃을 멈춰 두었습니다. 다시 시작하기 전에는 바뀌지 않습니다",
  "because.rollout-resumed": "롤아웃을 이어 갑니다",
  "because.hash-collision": "{replicaSet} 이름이 이미 있어 다른 해시를 씁니다 ({collisionCount})",
  "because.replicaset-create-failed": "{replicaSet} 레플리카셋을 만들지 못했습니다: {message}",
  "because.history-over-limit":
    "이전 것은 {limit}개만 남기므로 리비전 {revision}의 {replicaSet}을 지웠습니다",
  "because.budget-counted":
    "{budget} 예산: 건강한 파드 {healthy}개, 필요한 파드 {desired}개라 지금 {allowed}개를 축출할 수 있습니다",
  "because.disruption-mark-stale": "{pod} 파드가 축출될 예정이었으나 그대로라 표시를 거둡니다",
  "because.daemon-missing": "맡은 노드마다 파드가 하나씩 있어야 하는데 {node}에 아직 없습니다",
  "because.daemon-not-wanted": "{node}가 더는 맡은 노드가 아니어서 {pod} 파드가 나갑니다",
  "because.daemon-failed": "{node}의 {pod} 파드가 실패해 지우고 새로 만듭니다",
  "because.daemon-succeeded":
    "{node}의 {pod} 파드가 끝났지만 데몬은 늘 돌아야 하므로 새로 만듭니다",
  "because.daemon-surplus":
    "{node}에 파드가 둘 이상이라 가장 오래된 것만 남기고 {pod} 파드가 나갑니다",
  "because.daemon-replaced": "{node}의 새 파드를 쓸 수 있게 되어 이전 파드 {pod}가 나갑니다",
  "because.daemon-outdated": "{node}의 {pod} 파드는 이전 템플릿이라 새 파드에 자리를 내줍니다",
  "because.daemon-node-gone": "{pod} 파드가 기다리던 노드가 없어졌습니다",
  "because.endpoints-changed":
    "{service} 서비스의 엔드포인트는 이제 준비 {ready}개, 준비 전 {notReady}개입니다",
  "because.service-gone": "{service} 서비스가 사라져 엔드포인트도 사라집니다",
  "because.owner-gone": "소유자인 {ownerKind} {ownerName}이 사라져 함께 사라집니다",
  "because.owner-waits": "{ownerKind} {ownerName}이 이것이 먼저 사라지기를 기다립니다",
  "because.dependents-gone": "{kind} {name}에 딸린 것이 모두 사라져 이제 사라질 수 있습니다",
  "because.dependents-orphaned": "{ownerKind} {ownerName}이 딸린 것을 소유자 없이 남겨 둡니다",
  "because.dangling-reference": "없는 소유자를 가리키고 있었습니다: {ownerKind} {ownerName}",
  "because.cycle-unblocked": "소유자 둘이 서로 기다리고 있어 {name}을 풀어 줍니다",
  "because.namespace-ending": "{namespace} 네임스페이스와 그 안의 모든 것을 지우는 중입니다",
  "because.namespace-empty": "{namespace} 네임스페이스가 비어 이제 사라질 수 있습니다",
  "because.namespace-remaining": "{namespace} 네임스페이스는 아직 사라질 수 없습니다: {remaining}",
  "because.node-silent": "{node}에서 {seconds}초 동안 하트비트가 없어 상태를 알 수 없습니다",
  "because.node-heard-again": "{node}에서 다시 소식이 왔습니다",
  "because.node-condition-taint": "{node}에 {taint} 테인트가 붙어 새 파드를 받지 않습니다",
  "because.node-not-ready-pods": "{node}가 대답하지 않아 {pod} 파드를 준비되지 않은 것으로 봅니다",
  "because.taint-eviction":
    "{node}에 {taint} 테인트가 있습니다. 이 파드는 {seconds}초를 견뎠고 이제 나가야 합니다",
  "because.default-service-account":
    "네임스페이스마다 기본 서비스 어카운트를 만듭니다. {namespace}에도 만들었습니다",
  "because.root-certificate":
    "네임스페이스마다 클러스터의 루트 인증서를 둡니다. {namespace}에도 두었습니다",
  "because.pod-node-gone": "{node} 노드가 없어져 {pod} 파드를 치웁니다",
  "because.pod-never-scheduled": "{pod} 파드는 노드를 얻기 전에 삭제되었습니다",
  "because.pod-out-of-service": "{node}가 사용 중지되어 {pod} 파드를 강제로 치웁니다",
  "because.terminated-pods-over-limit": "끝난 파드가 {limit}개를 넘어 {pod} 파드를 치웁니다",
  "because.pod-accepted": "{node}의 kubelet이 파드를 받아들였습니다",
  "because.pod-rejected": "{node}의 kubelet이 파드를 거절했습니다: {reason}",
  "because.sandbox-ready": "파드가 네트워크와 주소 {ip}를 얻었습니다",
  "because.image-pulling": "{container}에 쓸 이미지 {image}를 받는 중입니다",
  "because.image-pulled": "이미지 {image}가 준비되었습니다",
  "because.image-missing": "이미지 {image}를 받지 못했습니다. {seconds}초 뒤 다시 시도합니다",
  "because.config-missing": "{container}를 시작할 수 없습니다: {detail}",
  "because.container-started": "컨테이너 {container}가 시작되었습니다",
  "because.container-exited": "컨테이너 {container}가 종료 코드 {exitCode}로 끝났습니다",
  "because.crash-backoff":
    "{container}가 {restarts}번 끝나 kubelet이 {seconds}초 기다린 뒤 다시 시작합니다",
  "because.oom-killed": "{container}가 메모리 제한 {limitBytes}를 넘겨 강제로 끝났습니다",
  "because.probe-passed": "{container}의 {probe} 프로브가 통과했습니다",
  "because.probe-failed": "{container}의 {probe} 프로브가 실패했습니다: {detail}",
  "because.grace-period": "파드에 종료를 요청했고, 일을 마칠 시간은 {seconds}초입니다",
  "because.stopped": "컨테이너가 모두 멈춰 파드가 사라질 수 있습니다",
  "because.node-registered": "{node}가 클러스터에 들어왔습니다",
  "because.node-rebooted": "{node}가 다시 시작되었습니다",
  "because.node-heartbeat": "{node}가 살아 있다고 API 서버에 알렸습니다",
  "because.node-chosen":
    "{node}를 골랐습니다. 노드 {total}대 중 {feasible}대가 맞고, 점수는 {score}입니다",
  "because.no-node-fits": "노드 {total}대 중 맞는 곳이 없습니다",
  "victim.all": "모두 나가야 해서",
  "victim.equal": "차이가 없어서",
  "victim.not-assigned": "아직 노드가 없어서",
  "victim.phase": "아직 실행되지 않아서",
  "victim.not-ready": "준비되지 않아서",
  "victim.deletion-cost": "지우는 비용이 가장 적어서",
  "victim.doubled-up": "같은 노드에 복제본이 또 있어서",
  "victim.ready-for-less-time": "가장 늦게 준비되어서",
  "victim.restarts": "가장 많이 재시작해서",
  "victim.younger": "가장 새로워서",
  "reason.cpu": "약속해 줄 CPU가 모자랍니다",
  "reason.cpu.fix": "CPU 요청을 줄이거나 자리를 비우거나 노드를 더하세요",
  "reason.memory": "약속해 줄 메모리가 모자랍니다",
  "reason.memory.fix": "메모리 요청을 줄이거나 자리를 비우거나 노드를 더하세요",
  "reason.storage": "약속해 줄 로컬 스토리지가 모자랍니다",
  "reason.storage.fix": "임시 스토리지 요청을 줄이세요",
  "reason.pods": "파드를 더 받을 수 없을 만큼 찼습니다",
  "reason.pods.fix": "파드를 줄이거나 노드를 더하세요",
  "reason.resource": "요청한 자원이 모자랍니다",
  "reason.resource.fix": "요청을 줄이거나 그 자원이 있는 노드를 더하세요",
  "reason.taint": "이 파드가 견디지 못하는 테인트가 있습니다",
  "reason.taint.fix": "톨러레이션을 더하거나 테인트를 없애세요",
  "reason.unschedulable": "코돈되어 새 파드를 받지 않습니다",
  "reason.unschedulable.fix": "kubectl uncordon으로 노드를 여세요",
  "reason.affinity": "파드가 찾는 레이블이 없습니다",
  "reason.affinity.fix": "노드에 레이블을 붙이거나 nodeSelector, 노드 어피니티를 고치세요",
  "reason.affinity-conflict": "파드의 노드 규칙이 서로 어긋납니다",
  "reason.affinity-conflict.fix": "어피니티 조건을 맞추세요",
  "reason.node-name": "파드가 다른 노드를 지정했습니다",
  "reason.node-name.fix": "nodeName을 지우세요",
  "reason.ports": "원하는 노드 포트를 이미 쓰고 있습니다",
  "reason.ports.fix": "hostPort를 바꾸거나 없애세요",
  "reason.pod-affinity": "가까이 있고 싶은 파드가 여기 없습니다",
  "reason.pod-affinity.fix": "그 파드를 먼저 띄우거나 규칙을 느슨하게 하세요",
  "reason.pod-anti-affinity": "떨어져 있고 싶은 파드가 여기 있습니다",
  "reason.pod-anti-affinity.fix": "노드를 더하거나 규칙을 선호로 바꾸세요",
  "reason.existing-anti-affinity": "여기 있는 파드가 이 파드를 밀어냅니다",
  "reason.existing-anti-affinity.fix": "노드를 더하거나 그 파드의 규칙을 느슨하게 하세요",
  "reason.spread": "한쪽으로 너무 몰립니다",
  "reason.spread.fix": "maxSkew를 늘리거나 ScheduleAnyway를 쓰세요",
  "reason.spread-label": "분산 기준이 되는 레이블이 없습니다",
  "reason.spread-label.fix": "노드에 토폴로지 레이블을 붙이세요",
  "reason.volume": "필요한 디스크를 여기서 쓸 수 없습니다",
  "reason.volume.fix": "클레임과 스토리지클래스, 존을 확인하세요",
  "reason.gate": "스케줄링 게이트가 막고 있습니다",
  "reason.gate.fix": "스케줄링 게이트를 없애세요",
} satisfies Record<keyof typeof english, string>;
